import { CanceledError } from './errors.js';

/**
 * A transfer that is under way: its `state`, the promise of its `result`, and the means to stop it.
 *
 * `run(control)` does the work. `control.signal` is aborted by pause and cancel alike; `control.resumed()` is then
 * awaited: it returns when the work may go on with a new signal, and throws CanceledError when it may not.
 */
export class TransferTask {
  #abort = new AbortController();
  #wake = () => {};
  #cancellation;

  state = 'IN_PROGRESS';

  constructor(run, { canPause }) {
    if (canPause) {
      this.pause = () => this.#pause();
      this.resume = () => this.#resume();
    } else {
      // As in aws-amplify: what is sent in one piece cannot be paused, and says nothing about it.
      this.pause = this.resume = () => {};
    }
    this.result = this.#follow(run);
    // Whoever only looks at `state` need not catch the result's failure.
    this.result.catch(() => {});
  }

  cancel(message) {
    if (this.state !== 'IN_PROGRESS' && this.state !== 'PAUSED') return;
    this.#cancellation = new CanceledError(message);
    this.state = 'CANCELED';
    this.#abort.abort();
    this.#wake();
  }

  async #follow(run) {
    const task = this;
    const control = {
      get signal() {
        return task.#abort.signal;
      },
      resumed: () => this.#resumed(),
    };
    try {
      const result = await run(control);
      this.state = 'SUCCESS';
      return result;
    } catch (error) {
      if (this.#cancellation) throw this.#cancellation;
      this.state = 'ERROR';
      throw error;
    }
  }

  async #resumed() {
    while (this.state === 'PAUSED') await new Promise((resolve) => (this.#wake = resolve));
    if (this.#cancellation) throw this.#cancellation;
  }

  #pause() {
    if (this.state !== 'IN_PROGRESS') return;
    this.state = 'PAUSED';
    this.#abort.abort();
  }

  #resume() {
    if (this.state !== 'PAUSED') return;
    this.#abort = new AbortController();
    this.state = 'IN_PROGRESS';
    this.#wake();
  }
}
