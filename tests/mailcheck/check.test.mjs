// That the check can fail.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gaps, htmlErrors } from './check.mjs';

test('a tag that is not closed is found', async () => {
  assert.notEqual((await htmlErrors('<!doctype html><html lang="en"><head><title>x</title></head><body><p><b>x</p></body></html>')).length, 0);
});

test('a picture without alt is found', async () => {
  const found = await htmlErrors('<!doctype html><html lang="en"><head><title>x</title></head><body><img src="x.png"></body></html>');
  assert.ok(found.some((error) => error.includes('alt')));
});

test('a feature that Outlook lacks is found', () => {
  assert.ok([...gaps('<div style="display:grid">x</div>').keys()].some((title) => title.includes('grid')));
});
