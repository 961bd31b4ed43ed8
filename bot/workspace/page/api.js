/** The people's door of the workspace, for one person. */

/** A refusal or a failure, with a sentence that can be shown as it is. */
export class RequestFailed extends Error {
  constructor(code, message, body = {}) {
    super(message);
    this.code = code;
    this.body = body;
  }
}

const UNREACHABLE = "The workspace did not answer. Nothing was sent; try again in a moment.";

async function request(path, options) {
  let response;
  try {
    response = await fetch(path, { cache: "no-store", ...options });
  } catch {
    throw new RequestFailed("unreachable", UNREACHABLE);
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new RequestFailed(body.error ?? "failed", body.message ?? UNREACHABLE, body);
  }
  return body;
}

/** Everybody in the workspace, the pair to open with, and the guide. */
export const fetchPeople = () => request("/people/");

/** What one person can see and do; every deed is a POST named as in the workspace's door. */
export class Api {
  constructor(user) {
    this.user = user;
    this.base = `/people/${encodeURIComponent(user)}`;
  }

  boot() {
    return request(`${this.base}/boot`);
  }

  messages(params) {
    return request(`${this.base}/messages?${query(params)}`);
  }

  notifications() {
    return request(`${this.base}/notifications`);
  }

  do(deed, body = {}) {
    return request(`${this.base}/${deed}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  }

  streamUrl(since) {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    return `${scheme}//${location.host}${this.base}/stream?since=${since}`;
  }
}

function query(params) {
  const given = Object.entries(params).filter(([, value]) => value !== undefined && value !== null);
  return new URLSearchParams(given).toString();
}
