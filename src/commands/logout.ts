import type {Command} from "commander";
import {credentialsPath} from "../../data-loaders/access/private-file.ts";
import {logOut} from "../../data-loaders/x/access/login.ts";
import {whoOf} from "./login.ts";

export function addLogoutCommand(program: Command): void {
  program
    .command("logout")
    .description("End the login at X and delete it here")
    .action(async () => {
      const login = await logOut(credentialsPath());
      process.stderr.write(`logged out: ${whoOf(login)}\n`);
    });
}
