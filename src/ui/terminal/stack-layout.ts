/**
 * The layout engine that the bundle gives Ink in place of yoga: boxes of fixed size, one behind the other.
 *
 * Nothing else is left to lay out: `layoutScreen` has given each pane its size, and what the panes hand over has it
 * exactly. Yoga is 90 KiB of WebAssembly that is unpacked, compiled and given memory before the first picture, and
 * looks for `fetch`, with which Node loads its whole HTTP client: together a fifth of the time to the first picture.
 * The tests of the screen run on yoga, those of the built program on this: both are held to the same pictures.
 *
 * What is not here (growing, shrinking, wrapping, margins) has no effect when it is asked for by Ink's defaults, and
 * is no function otherwise, so that a pane that needs it fails at once.
 */
class StackNode {
  readonly #children: StackNode[] = [];
  #isColumn = false;
  #width: number | undefined;
  #height: number | undefined;
  #left = 0;
  #top = 0;

  static create(): StackNode {
    return new StackNode();
  }

  insertChild(child: StackNode, index: number): void {
    this.#children.splice(index, 0, child);
  }

  removeChild(child: StackNode): void {
    const index = this.#children.indexOf(child);
    if (index >= 0) this.#children.splice(index, 1);
  }

  getChildCount(): number {
    return this.#children.length;
  }

  setFlexDirection(direction: number): void {
    this.#isColumn = direction === FLEX_DIRECTION_COLUMN;
  }

  setWidth(width: number | undefined): void {
    this.#width = width;
  }

  setHeight(height: number | undefined): void {
    this.#height = height;
  }

  /** Gives each child its place, each in its parent. */
  calculateLayout(): void {
    let at = 0;
    for (const child of this.#children) {
      [child.#left, child.#top] = this.#isColumn ? [0, at] : [at, 0];
      child.calculateLayout();
      at += this.#isColumn ? child.getComputedHeight() : child.getComputedWidth();
    }
  }

  getComputedLeft(): number {
    return this.#left;
  }

  getComputedTop(): number {
    return this.#top;
  }

  getComputedWidth(): number {
    return this.#width ?? this.#extent(!this.#isColumn, (child) => child.getComputedWidth());
  }

  getComputedHeight(): number {
    return this.#height ?? this.#extent(this.#isColumn, (child) => child.getComputedHeight());
  }

  #extent(isAlong: boolean, sizeOf: (child: StackNode) => number): number {
    const sizes = this.#children.map(sizeOf);
    return isAlong ? sizes.reduce((sum, size) => sum + size, 0) : Math.max(0, ...sizes);
  }

  getDisplay(): number {
    return DISPLAY_FLEX;
  }

  // Ink's defaults, which say nothing where every size is fixed.
  setFlexGrow(): void {}
  setFlexShrink(): void {}
  setFlexWrap(): void {}
  setMeasureFunc(): void {}
  unsetMeasureFunc(): void {}
  markDirty(): void {}
  free(): void {}
  freeRecursive(): void {}
}

// Yoga's own numbers.
const FLEX_DIRECTION_COLUMN = 0;
const FLEX_DIRECTION_ROW = 2;
const DISPLAY_FLEX = 0;
const DISPLAY_NONE = 1;

// Ink imports the default.
// biome-ignore lint/style/noDefaultExport: it stands for a package that has one
export default {
  Node: StackNode,
  FLEX_DIRECTION_COLUMN,
  FLEX_DIRECTION_ROW,
  DISPLAY_FLEX,
  DISPLAY_NONE,
  DIRECTION_LTR: 1,
  WRAP_NO_WRAP: 0,
};
