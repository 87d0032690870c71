import type {IncomingMessage} from "node:http";
import {openLocalServer} from "../../data-loaders/demo/local-server.ts";

/** A request as it came to the echoing X. `nth` of its kind in this run, from 0. */
export interface Heard {
  at: string;
  nth: number;
  /** What it sent that is secret, and the tokens it was last granted, as they are, percent-encoded and in base64. */
  echo: string;
}

/** What an echoing X does with an answer: replaces it, changes its body, or never gives it. */
export type Twist =
  | {status: number; body: unknown; headers?: Record<string, string>}
  | {change: (body: Record<string, unknown>) => unknown}
  | "silence";

/** An X that repeats what it was sent, in whatever way `twist` says; between the program and the local X. */
export interface EchoingX {
  url: string;
  /** Changed by a test before each run. */
  twist: (heard: Heard) => Twist | null;
  /** Begins to count requests anew. */
  restart(): void;
  close(): Promise<void>;
}

/** Starts it before the local X at `base`. Every secret that passes is told to `note`, under a name. */
export async function startEchoingX(
  base: string,
  note: (name: string, secret: string | null | undefined) => void
): Promise<EchoingX> {
  let counts = new Map<string, number>();
  let granted: string[] = [];

  async function answer(message: IncomingMessage, sent: string): Promise<Answer | null> {
    const url = new URL(message.url ?? "/", base);
    const {authorization = ""} = message.headers;
    noteHeader(authorization);
    const form = new URLSearchParams(sent);
    for (const name of ["code", "code_verifier", "refresh_token", "token"]) note(name, form.get(name));
    const at = `${message.method} ${url.pathname.replace(/\/\d{3,}/, "/:id")}`;
    const nth = counts.get(at) ?? 0;
    counts.set(at, nth + 1);
    const words = [`Authorization: ${authorization}`, sent, ...granted].join(" ");
    const echo = `${words} ${encodeURIComponent(words)} ${Buffer.from(words).toString("base64")}`;
    const twist = x.twist({at, nth, echo});
    if (twist === "silence") return null;
    if (twist && "status" in twist) return {headers: {}, ...twist};
    const response = await fetch(url, {
      method: message.method ?? "GET",
      headers: {
        ...(authorization && {authorization}),
        ...(sent && {"content-type": "application/x-www-form-urlencoded"})
      },
      body: sent || null,
      redirect: "manual"
    });
    const headers = headersOf(response);
    if (headers.location) {
      const back = new URL(headers.location).searchParams;
      for (const name of ["code", "state"]) note(name, back.get(name));
      return {status: response.status, body: "", headers};
    }
    const body = (await response.json()) as Record<string, unknown>;
    if (typeof body.access_token === "string") {
      granted = [body.access_token, String(body.refresh_token)];
      note("access token", granted[0]);
      note("refresh token", granted[1]);
    }
    const changed = twist && response.ok ? twist.change(body) : body;
    return {status: response.status, body: changed, headers: {...headers, "x-echo": encodeURI(words)}};
  }

  function noteHeader(header: string) {
    note("bearer", /^Bearer (.+)$/.exec(header)?.[1]);
    note("proof of the client", /^Basic (.+)$/.exec(header)?.[1]);
  }

  const server = await openLocalServer((message, response) => {
    textOf(message)
      .then((sent) => answer(message, sent))
      .then((answer) => {
        if (answer === null) return;
        const isText = typeof answer.body === "string";
        const type = {"content-type": isText ? "text/html" : "application/json"};
        response.writeHead(answer.status, {...type, ...answer.headers});
        response.end(isText ? answer.body : JSON.stringify(answer.body));
      })
      .catch(() => response.destroy());
  });
  const x: EchoingX = {
    ...server,
    twist: () => null,
    restart: () => void (counts = new Map())
  };
  return x;
}

interface Answer {
  status: number;
  body: unknown;
  headers: Record<string, string>;
}

function headersOf({headers}: Response): Record<string, string> {
  const kept = [...headers].filter(([name]) => name === "location" || name.startsWith("x-rate-limit"));
  return Object.fromEntries(kept);
}

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

/** A problem as X words one, full of echo. */
export const problemOf = (status: number, {echo}: Heard, title = "Echo"): Twist => ({
  status,
  body: {
    title,
    detail: echo,
    type: `https://api.x.com/2/problems/${echo.slice(-20)}`,
    errors: [{message: echo}]
  },
  headers: {"x-echo": encodeURI(echo.slice(0, 2000)), "www-authenticate": encodeURI(echo.slice(0, 2000))}
});

/** What a server in front of X says when it is down. */
export const htmlOf = (status: number, {echo}: Heard): Twist => ({
  status,
  body: `<html><h1>${status}</h1><pre>${echo}</pre></html>`
});

/** A page with rows, but with the echo in its `errors`, in every profile and every post. */
export const pageOf = ({echo}: Heard): Twist => ({
  change: (body) => ({
    ...body,
    ...(Array.isArray(body.data) && {
      data: (body.data as object[]).map((row, nth) =>
        nth > 2 ? row : {...row, description: echo, location: echo, lang: echo, text: echo}
      )
    }),
    errors: [
      {title: "Partial Echo", detail: echo, message: echo, value: echo},
      ...((body.errors as object[] | undefined) ?? [])
    ]
  })
});
