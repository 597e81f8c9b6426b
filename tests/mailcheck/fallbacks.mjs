// What a reader sees whose mail program lacks a feature, by the title that caniemail gives it.
export const fallbacks = {};
