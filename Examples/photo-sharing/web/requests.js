import { reasonOf } from './dom.js';

/** The requests that the access table compares. */
export const albums = [
  { id: 'post-pictures', title: 'Your posts' },
  { id: 'profile-pictures', title: 'Your profile pictures' },
];

export const requests = [
  { id: 'list', title: 'List the folder' },
  { id: 'view', title: 'See a picture' },
  { id: 'upload', title: 'Add a picture' },
  { id: 'delete', title: 'Delete a picture' },
];

/** Makes each request for each folder with a client's storage functions, and says what came of it. */
export async function tryRequests(folders, { downloadData, list, remove, uploadData }) {
  const results = [];
  for (const folder of folders) {
    results.push({
      list: await outcome(() => list({ path: folder })),
      view: await outcome(async () => {
        const { body } = await downloadData({ path: `${folder}access-check.svg` }).result;
        return new Blob([await body.blob()], { type: 'image/svg+xml' });
      }),
      upload: await outcome(() => uploadData({ path: `${folder}access-check-2.txt`, data: 'trial' }).result),
      delete: await outcome(() => remove({ path: `${folder}access-check.svg` })),
    });
  }
  return results;
}

async function outcome(request) {
  try {
    const value = await request();
    return { allowed: true, picture: value instanceof Blob ? value : undefined };
  } catch (error) {
    if (error.name !== 'AccessDenied' && error.name !== 'NoCredentials' && error.name !== '403') throw error;
    return { allowed: false, reason: reasonOf(error) };
  }
}
