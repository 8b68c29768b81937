/** Short words about what was just done, read aloud and gone after a while. */
export interface Notice {
  id: number;
  text: string;
  /** What can be done about it, such as to undo it. */
  action?: NoticeAction;
}

export interface NoticeAction {
  label: string;
  run: () => void;
}

/** Time to read a message, and to decide where there is something to decide. */
const SHORT_MS = 6_000;
const LONG_MS = 20_000;

let list = $state.raw<Notice[]>([]);
let last = 0;

export const notices = {
  get list(): Notice[] {
    return list;
  },
};

export function notify(text: string, action?: NoticeAction): void {
  last += 1;
  const id = last;
  list = [...list, action ? { id, text, action } : { id, text }];
  setTimeout(() => dismiss(id), action ? LONG_MS : SHORT_MS);
}

export function dismiss(id: number): void {
  list = list.filter((notice) => notice.id !== id);
}
