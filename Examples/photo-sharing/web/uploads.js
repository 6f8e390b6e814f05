/** Uploads: chosen, dropped or painted pictures, each with its progress and its buttons. */
import { isCancelError, uploadData } from 'aws-amplify/storage';

import { element, find, notify, sizeText } from './dom.js';
import { largePicture, paintedPicture } from './painting.js';

export function acceptUploads() {
  const drop = find('#drop');
  find('#files').onchange = ({ target }) => {
    for (const file of target.files) upload(file);
    target.value = '';
  };
  drop.ondragover = (event) => {
    event.preventDefault();
    drop.classList.add('over');
  };
  drop.ondragleave = () => drop.classList.remove('over');
  drop.ondrop = (event) => {
    event.preventDefault();
    drop.classList.remove('over');
    for (const file of event.dataTransfer.files) upload(file);
  };
  find('#sample').onclick = async () => upload(await paintedPicture());
  find('#large-sample').onclick = async () => upload(await largePicture());
}

function upload(file) {
  const album = find('input[name=album]:checked').value;
  const row = transferRow(file);
  const task = uploadData({
    path: ({ identityId }) => `${album}/${identityId}/${file.name}`,
    data: file,
    options: {
      contentType: file.type,
      onProgress: ({ transferredBytes, totalBytes }) => row.progress(transferredBytes, totalBytes),
    },
  });
  row.follow(task);
}

function transferRow(file) {
  const bar = element('progress', { max: file.size || 1, value: 0, ariaLabel: `Upload of ${file.name}` });
  const state = element('span', { className: 'state' }, 'Starting');
  const hold = element('button', { type: 'button', className: 'quiet', hidden: true }, 'Pause');
  const cancel = element('button', { type: 'button', className: 'quiet' }, 'Cancel');
  const row = element('li', {},
    element('span', { className: 'name' }, file.name),
    element('span', { className: 'size' }, sizeText(file.size)),
    bar, state, element('span', { className: 'buttons' }, hold, cancel));
  find('#transfers').prepend(row);

  const end = (text, kind) => {
    state.textContent = text;
    row.classList.add(kind);
    hold.remove();
    cancel.remove();
  };

  return {
    progress(sent, total) {
      bar.max = total || 1;
      bar.value = sent;
      state.textContent = `${Math.floor((100 * sent) / (total || 1))} %`;
    },

    async follow(task) {
      // One request cannot be paused; the client sends more than 5 MiB in parts.
      hold.hidden = file.size <= 5 * 1024 * 1024;
      hold.onclick = () => {
        if (task.state === 'PAUSED') {
          task.resume();
          hold.textContent = 'Pause';
        } else {
          task.pause();
          hold.textContent = 'Resume';
          state.textContent = 'Paused';
        }
      };
      cancel.onclick = () => task.cancel();
      try {
        await task.result;
        bar.value = bar.max;
        end('Done', 'done');
        dispatchEvent(new Event('pictures-changed'));
      } catch (error) {
        end(isCancelError(error) ? 'Cancelled' : error.name, 'failed');
        if (!isCancelError(error)) notify(`${file.name}: ${error.message}`, 'bad');
      }
    },
  };
}
