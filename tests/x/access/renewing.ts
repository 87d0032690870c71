import {once} from "node:events";
import {credentialsFrom} from "../../../data-loaders/x/access/credentials.ts";
import {credentialsPath} from "../../../data-loaders/access/private-file.ts";
import {readCredentials} from "../../../data-loaders/x/access/credentials-file.ts";
import {systemClock} from "../../../data-loaders/clock.ts";
import {LoginCredentials} from "../../../data-loaders/x/access/login-credentials.ts";

// A process of its own for login-credentials.test.ts: says "ready", waits for a word, and asks for a token.
// "die": is killed when the new pair is on the disk, before it can use it. Else prints the token it got.
const file = credentialsPath();
const {login} = await readCredentials(file);
const credentials =
  process.argv[2] === "die"
    ? new LoginCredentials({
        file,
        login: login!,
        clock: systemClock,
        onStored: () => process.kill(process.pid, "SIGKILL")
      })
    : await credentialsFrom();
process.stdout.write("ready\n");
await once(process.stdin, "data");
const token = await credentials.token();
process.stdout.write(`${token.accessToken}\n`);
process.exit(0);
