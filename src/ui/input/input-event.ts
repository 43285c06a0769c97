/** A key by name: `up`, `enter`, `escape`, `ctrl-c`, `f1`, or the character itself. */
export interface KeyInput {
  readonly type: 'key';
  readonly key: string;
}

/** A mouse report; columns and rows count from 0. */
export interface MouseInput {
  readonly type: 'mouse';
  readonly action: 'press' | 'wheelUp' | 'wheelDown';
  readonly column: number;
  readonly row: number;
}

export type InputEvent = KeyInput | MouseInput;
