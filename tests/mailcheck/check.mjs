// Asks of the golden mails what mail programs can show: html-validate for the HTML, caniemail for what Gmail, Outlook and Apple Mail
// know of it. A feature that one of them lacks is an error unless fallbacks.mjs says what its readers see instead.
// Usage: node check.mjs [FOLDER OF .html]
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { caniemail } from 'caniemail';
import { HtmlValidate } from 'html-validate';
import { fallbacks } from './fallbacks.mjs';

const clients = ['gmail.*', 'outlook.*', 'apple-mail.*'];
const rules = {
  extends: ['html-validate:recommended'],
  rules: {
    'no-inline-style': 'off', // mail programs drop <style>
    'doctype-style': 'off',
    'no-trailing-whitespace': 'off',
    'long-title': 'off', // it is the subject, which has its own limit
    'prefer-native-element': 'off', // no mail program knows <article>
    'no-deprecated-attr': 'off', // Outlook for Windows reads the attributes of tables
    'prefer-tbody': 'off', // and every program makes one
    'no-conditional-comment': 'off', // Outlook for Windows reads them
  },
};

/** What html-validate finds, one text each. */
export async function htmlErrors(html) {
  const report = await new HtmlValidate(rules).validateString(html);
  return report.results.flatMap((result) => result.messages).map((message) => `${message.line}:${message.column} ${message.ruleId}: ${message.message}`);
}

/** Features by title, each with the programs that lack it or know a part of it. */
export function gaps(html) {
  const { issues } = caniemail({ clients, html });
  const found = new Map();
  for (const kind of [issues.errors, issues.warnings]) {
    for (const [client, list] of kind) {
      for (const { title } of list) {
        found.set(title, (found.get(title) ?? new Set()).add(client));
      }
    }
  }
  return found;
}

async function main(folder) {
  let passed = 0, failed = 0;
  const used = new Set();
  const test = (name, errors) => {
    if (errors.length === 0) {
      passed++;
      return;
    }
    failed++;
    console.log(`${name}\n  ${errors.join('\n  ')}`);
  };
  const files = readdirSync(folder).filter((name) => name.endsWith('.html'));
  for (const file of files) {
    const html = readFileSync(join(folder, file), 'utf8');
    test(`${file}: HTML`, await htmlErrors(html));
    const found = gaps(html);
    for (const title of found.keys()) {
      used.add(title);
    }
    test(`${file}: mail programs`, [...found].filter(([title]) => !(title in fallbacks)).map(([title, lack]) => `${title} has no fallback: ${[...lack].join(', ')}`));
  }
  test('fallbacks.mjs', Object.keys(fallbacks).filter((title) => !used.has(title)).map((title) => `${title} is not needed any more`));
  if (files.length === 0) {
    test(folder, ['there is no .html in it']);
  }
  for (const title of [...used].filter((title) => title in fallbacks).sort()) {
    console.log(`${title}: ${fallbacks[title]}`);
  }
  console.log(`${passed} passed, ${failed} failed, 0 skipped`);
  return failed === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const own = join(fileURLToPath(new URL('.', import.meta.url)), '..', 'NewsBot.Tests', 'Golden', 'Digest');
  process.exit(await main(process.argv[2] ?? own));
}
