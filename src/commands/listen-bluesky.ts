import {StreamRecorder} from "../../data-loaders/bluesky/jetstream/recorder.ts";
import type {StreamAccount} from "../../data-loaders/bluesky/jetstream/held.ts";
import {jetstreamAddress, listenToJetstream} from "../../data-loaders/bluesky/jetstream/stream.ts";
import {callAfter, listenClock} from "../../data-loaders/listening/clock.ts";
import {UserError} from "../errors.ts";
import {knownAs, networkNameOf, readSettings} from "../snapshots/settings.ts";
import {plural, size} from "../words.ts";

const log = (line: string) => void process.stderr.write(`${line}\n`);

/** Records follows and unfollows of accounts on Bluesky until it is stopped, or for so many minutes. */
export async function listenBluesky(
  named: readonly string[],
  {dataDir, every, most, for: minutes}: {dataDir: string; every: number; most: number; for?: number}
): Promise<void> {
  const accounts = await accountsOf(dataDir, named);
  const base = jetstreamAddress();
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.once("SIGINT", onSignal).once("SIGTERM", onSignal);
  const callOff = minutes === undefined ? () => {} : callAfter(minutes * 60_000, onSignal);
  let recorder: StreamRecorder | null = null;
  const began = performance.now();
  try {
    recorder = await StreamRecorder.open({
      dataDir,
      accounts,
      clock: listenClock,
      everyMs: every * 60_000,
      mostEvents: most,
      log
    });
    log("connecting to Bluesky's stream of all follows (Jetstream) …; stop with Ctrl-C");
    let connections = 0;
    await listenToJetstream({
      base,
      recorder,
      clock: listenClock,
      signal: stop.signal,
      log,
      onConnected: () =>
        log(
          connections++ === 0
            ? `listening to ${plural(accounts.length, "account")}; it costs nothing`
            : "connected again"
        )
    });
  } finally {
    callOff();
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
    if (recorder) {
      await recorder.close();
      const {stored, repeated, replaced, unused, unknown, bytes} = recorder.counts;
      const days = (performance.now() - began) / 86_400_000;
      log(
        `events kept: ${stored}; repeated: ${repeated}; records replaced: ${replaced}; of other people: ${unused}; not understood: ${unknown}`
      );
      log(`received ${size(bytes)}, at that rate ${size(bytes / days)} a day`);
    }
  }
}

/** The tracked accounts that are meant: a snapshot has said who follows them, and by which records. */
async function accountsOf(dataDir: string, named: readonly string[]): Promise<StreamAccount[]> {
  const settings = await readSettings(dataDir);
  const onBluesky = settings.accounts.filter((account) => networkNameOf(account) === "bluesky");
  const meant =
    named.length === 0
      ? onBluesky
      : named.map((name) => {
          const known = knownAs(name, settings);
          if (known && onBluesky.includes(known)) return known;
          throw new UserError(
            `account ${name}: not tracked on Bluesky: take a snapshot of it first: followback snapshot ${name} --network bluesky`
          );
        });
  if (meant.length === 0)
    throw new UserError(
      `no account on Bluesky is tracked in ${dataDir}: take a snapshot of it first: followback snapshot HANDLE --network bluesky`
    );
  return meant.map(({id, name, outside_id: did}) => {
    if (did === undefined)
      throw new UserError(`account ${name}: its DID is not stored: take a snapshot of it again`);
    return {id, did};
  });
}
