/** Prints what a command is asked for and waits until all of it is written: a pipe may be slow. A reader that has gone is no error. */
export const writeOut = (printed: string | Uint8Array): Promise<void> =>
  new Promise((resolve, reject) =>
    process.stdout.write(printed, (error) =>
      error && (error as NodeJS.ErrnoException).code !== "EPIPE" ? reject(error) : resolve()
    )
  );
