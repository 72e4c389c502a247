// What goes wrong, as data: `kind` is one of those that the page has words for, `detail` says what exactly happened.

class Failure extends Error {
  constructor(kind, detail) {
    super(`${kind}: ${detail}`);
    this.kind = kind;
    this.detail = String(detail ?? "");
  }
}

/// What the engine throws is text, `{"kind":…,"message":…}`; anything else is a fault in it, after which it must not be used.
function engineFailure(error) {
  if (typeof error !== "string") return new Failure("died", error?.message ?? error);
  try {
    const { kind, message } = JSON.parse(error);
    return new Failure(kind, message);
  } catch {
    return new Failure("died", error);
  }
}
