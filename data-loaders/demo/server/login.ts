import {join} from "node:path";
import {makeTempFolder, removeTempFolder} from "../../../src/temporary.ts";
import {writeCredentials} from "../../x/access/credentials-file.ts";
import {credentialsFrom} from "../../x/access/credentials.ts";
import type {Clock} from "./clock.ts";
import type {LocalX} from "./server.ts";
import type {Credentials} from "../../x/access/token.ts";

/** The app of the simulated brand at the local X. */
export const demoApp = {clientId: "simulated-app", redirectUris: ["http://127.0.0.1:8723/callback"]};

/** A login at a local X, kept like a real one: in a file of its own, renewed as its tokens end. */
export interface DemoLogin {
  /** The credentials as a new process would read them. */
  credentials(): Promise<Credentials>;
  /** Deletes the file. */
  end(): Promise<void>;
}

/** Logs the brand in, without a browser. */
export async function logIn(x: LocalX, account: string, clock: Clock): Promise<DemoLogin> {
  const folder = await makeTempFolder();
  const file = join(folder, "credentials.json");
  const pair = x.oauth.issue();
  await writeCredentials(file, {
    login: {
      clientId: demoApp.clientId,
      clientSecret: null,
      accessToken: pair.access_token,
      expiresAt: new Date(clock.now().getTime() + pair.expires_in * 1000),
      refreshToken: pair.refresh_token ?? null,
      scopes: pair.scope.split(" "),
      userId: account,
      username: null,
      since: clock.now()
    }
  });
  return {
    credentials: () => credentialsFrom({FOLLOWBACK_CREDENTIALS: file}, {base: x.url, clock}),
    end: () => removeTempFolder(folder)
  };
}
