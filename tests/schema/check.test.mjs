// The check must be able to fail: one wrong request of each kind among right ones.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const script = join(dirname(fileURLToPath(import.meta.url)), "check.mjs");
const channel = "/api/v10/channels/1300000000000000001";
const post = { method: "POST", path: `${channel}/messages`, body: { content: "Hello", allowed_mentions: { parse: [] } }, status: 200 };

function check(requests, environment = {}) {
  const folder = mkdtempSync(join(tmpdir(), "newsbot-schema-"));
  try {
    writeFileSync(join(folder, "a.jsonl"), requests.map((one) => JSON.stringify(one) + "\n").join("") + '{"method":"GE');
    const { status, stdout } = spawnSync(process.execPath, [script, folder], { encoding: "utf8", env: { ...process.env, ...environment } });
    return { status, stdout, last: stdout.trimEnd().split("\n").at(-1) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

// Where the file is not, both of these ask the npm package.
for (const [source, environment] of [["the description beside the repository", {}], ["the npm package", { NEWSBOT_DISCORD_SPEC: "/nonexistent" }]]) {
  test(`Right requests pass by ${source}, and refused ones are left alone`, () => {
    const reply = { method: "PATCH", path: "/api/v10/webhooks/1/t/messages/%40original", body: { content: "x" }, status: 200 };
    const command = { type: 1, name: "why", description: "Why?", default_member_permissions: "32" };
    const { status, last, stdout } = check([
      post,
      reply,
      { method: "PUT", path: "/api/v10/applications/1/guilds/2/commands", body: [command], status: 200 },
      { method: "GET", path: `${channel}/messages?limit=100&after=5`, body: null, status: 200 },
      { ...post, body: { content: 7 }, status: 400 },
      { ...post, body: { content: 7 }, status: null },
    ], environment);
    assert.deepEqual([status, last], [0, "4 passed, 0 failed, 0 skipped"]);
    assert.match(stdout, /@original/);
    assert.match(stdout, /2 refused or not answered/);
  });

  for (const [what, wrong] of [
    ["a member of another type", { ...post, body: { content: 7 } }],
    ["a misspelled member", { ...post, body: { contnt: "Hello" } }],
    ["a text that is too long", { ...post, body: { content: "x".repeat(2001) } }],
    ["an embed within an embed", { ...post, body: { embeds: [{ title: "x", fields: [{ name: "x" }] }] } }],
    ["an unknown member of the query", { ...post, method: "GET", path: `${channel}/messages?limt=1`, body: null }],
    ["an unknown route", { ...post, path: "/api/v10/nowhere" }],
    ["a body where none belongs", { ...post, path: `${channel}/messages/1/crosspost` }],
    ["a field without its style", { method: "POST", path: "/api/v10/interactions/1/t/callback", status: 204, body: { type: 9, data: { custom_id: "a", title: "b", components: [{ type: 18, label: "c", component: { type: 4, custom_id: "d" } }] } } }],
  ]) {
    test(`${what} fails by ${source}`, () => {
      const { status, stdout } = check([post, wrong], environment);
      assert.equal(status, 1);
      assert.match(stdout, /1 INVALID/);
    });
  }
}

test("A run without a record fails", () => assert.equal(check([]).status, 1));
