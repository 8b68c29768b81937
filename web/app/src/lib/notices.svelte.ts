/** Short words about what was just done, read aloud and gone after a while. */
export interface Notice {
  id: number;
  text: string;
}

let list = $state.raw<Notice[]>([]);
let last = 0;

export const notices = {
  get list(): Notice[] {
    return list;
  },
};

export function notify(text: string): void {
  last += 1;
  const id = last;
  list = [...list, { id, text }];
  setTimeout(() => (list = list.filter((notice) => notice.id !== id)), 6000);
}
