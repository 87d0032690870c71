import type {Command} from "commander";
import {credentialsPath} from "../../data-loaders/access/private-file.ts";
import {logOut} from "../../data-loaders/x/access/login.ts";
import {firstNetwork, type NetworkName} from "../networks/networks.ts";
import {logOutOfBluesky} from "./login-bluesky.ts";
import {networkOption} from "./options.ts";
import {whoOf} from "./login.ts";

export function addLogoutCommand(program: Command): void {
  program
    .command("logout")
    .description("End the login at X or Bluesky, and delete it here")
    .addOption(networkOption("Where to sign out"))
    .action(async ({network = firstNetwork}: {network?: NetworkName}) => {
      if (network !== firstNetwork) return logOutOfBluesky();
      const login = await logOut(credentialsPath());
      process.stderr.write(`logged out: ${whoOf(login)}\n`);
    });
}
