// A client of Budstikke in one file:  node budstikke.mjs send ORDER.json | verify URL | listen PORT
import { createHash, randomUUID, timingSafeEqual } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";

const [command, argument] = process.argv.slice(2);
const commands = { send, verify, listen };
if (!commands[command] || !argument) {
  console.error("send ORDER.json | verify URL | listen PORT");
  process.exit(2);
}
await commands[command](argument);

// Sends an order. The key makes a repeat harmless: after a timeout, send the same body under the same key.
async function send(file) {
  const url = process.env.BUDSTIKKE_URL ?? "http://127.0.0.1:5080";
  const answer = await fetch(`${url}/api/v1/connect/orders/invoice/create`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${setting("BUDSTIKKE_TOKEN")}`,
      "content-type": "application/json",
      "idempotency-key": randomUUID(),
    },
    body: await readFile(file, "utf8"),
  });
  const body = await answer.json();
  if (answer.status === 201) {
    console.log(body.data.uuid);
  } else {
    console.error(JSON.stringify(body)); // A 417 lists every error of the order in "errors".
    process.exitCode = 1;
  }
}

// The checksum is the SHA-256 of the decoded values of all other parameters, in the order of the URL, and then the secret.
function isGenuine(url, secret) {
  const hash = createHash("sha256");
  let claimed = "";
  for (const [name, value] of new URL(url, "http://client").searchParams) {
    if (name === "checksum") claimed = value;
    else hash.update(value);
  }
  const [expected, given] = [hash.update(secret).digest("hex"), claimed].map((text) => Buffer.from(text));
  return expected.length === given.length && timingSafeEqual(expected, given);
}

function verify(url) {
  const verdict = isGenuine(url, setting("BUDSTIKKE_SECRET"));
  console.log(verdict ? "genuine" : "NOT genuine");
  process.exitCode = verdict ? 0 : 1;
}

// Takes callbacks on loopback and says whether each is genuine. What is not gets a 403 and must change nothing.
function listen(port) {
  const secret = setting("BUDSTIKKE_SECRET");
  createServer((request, response) => {
    const verdict = isGenuine(request.url, secret);
    response.writeHead(verdict ? 200 : 403).end();
    console.log(`${verdict ? "genuine" : "NOT genuine"} ${request.url}`);
  }).listen(Number(port), "127.0.0.1", function () {
    console.log(`Listening on http://127.0.0.1:${this.address().port}/`);
  });
}

function setting(name) {
  if (!process.env[name]) throw new Error(`${name} is not set.`);
  return process.env[name];
}
