/** Runs a task soon, once for many calls; at most one run at a time. */
export function soon(task: () => Promise<void>, waitMs: number): { (): void; cancel: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = false;
  let again = false;

  async function run(): Promise<void> {
    timer = undefined;
    running = true;
    try {
      await task();
    } finally {
      running = false;
      if (again) {
        again = false;
        call();
      }
    }
  }

  function call(): void {
    if (running) again = true;
    else timer ??= setTimeout(() => void run(), waitMs);
  }

  call.cancel = (): void => {
    clearTimeout(timer);
    timer = undefined;
    again = false;
  };
  return call;
}
