/** The page's own small choices, kept in this browser where it allows that. */

export function recall(key) {
  try {
    return localStorage.getItem(`podline.${key}`);
  } catch {
    return null;
  }
}

export function remember(key, value) {
  try {
    localStorage.setItem(`podline.${key}`, value);
  } catch {
    // Private windows may refuse storage; the choice then lasts as long as the page.
  }
}
