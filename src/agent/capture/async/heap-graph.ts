import { isPlainObject } from '../../../format/json.js';
import { NumberList } from './number-list.js';
import { type NumberSink, SnapshotScanner } from './snapshot-scanner.js';

/** No such node. */
export const NONE = -1;

const HIDDEN_EDGE = 0x8000_0000;
// 2 GiB of memory for a heap that no worker should look at.
const MAX_EDGES = 2 ** 28;
const MAX_NAME_LENGTH = 1000;
// Functions and scripts: the nodes whose names a person is shown.
const NAMED_TYPES = ['closure', 'code'];
// A script's name may be its address, and a function's is as long as its author likes: this many characters in all.
const MAX_NAMES_LENGTH = 2 ** 24;

/**
 * The part of a heap snapshot that leads from a suspended function to who awaits it: nodes, and the edges that are
 * the engine's own.
 *
 * Properties and elements of the program's objects are left out. Memory, outside of the heap of this thread: 17
 * bytes a node and 8 an edge, a few per cent of what V8 itself takes for the snapshot; and the names of functions and scripts.
 */
export class HeapGraph {
  readonly #scanner = new SnapshotScanner({
    head: (snapshot) => this.#readHead(snapshot),
    list: (name) => this.#lists[name],
    string: (text) => this.#addString(text),
  });
  readonly #lists: Record<string, NumberSink> = {};
  readonly #known: ReadonlySet<string>;
  readonly #codes = new Map<string, number>();
  readonly #names = new Map<number, string>();
  #namesLength = 0;
  #strings = 0;
  #isNamed = new Uint8Array(0);
  #types: readonly unknown[] = [];
  #type = new Uint8Array(0);
  #name = new Uint32Array(0);
  #id = new Uint32Array(0);
  #firstEdge = new Uint32Array(0);
  #edgeCount = new Uint32Array(0);
  #edgeName = new Uint32Array(0);
  #edgeTo = new Uint32Array(0);
  readonly #locations = new NumberList();
  #locationOf: Map<number, number> | undefined;

  /** @param known The names of nodes and edges that will be asked for. */
  constructor(known: readonly string[]) {
    this.#known = new Set(known);
  }

  /** The next piece of the snapshot's text. @throws Error when it is no snapshot that this can read. */
  write(chunk: string): void {
    this.#scanner.write(chunk);
  }

  /** Whether all of the text has come. */
  get isComplete(): boolean {
    return this.#scanner.isDone;
  }

  get nodeCount(): number {
    return this.#id.length;
  }

  /** By which the inspector knows the object. */
  idOf(node: number): number {
    return this.#id[node] ?? 0;
  }

  isOfType(node: number, type: string): boolean {
    return this.#types[this.#type[node] ?? 0] === type;
  }

  /** Whether the node has this name, which must be one of the known. */
  isNamed(node: number, name: string): boolean {
    return this.#name[node] === this.#codes.get(name);
  }

  /** The name of a function or a script; empty when it has none. */
  nameOf(node: number): string {
    return this.#names.get(this.#name[node] ?? 0) ?? '';
  }

  /** Where an internal edge of this name leads, which must be one of the known; {@link NONE} when there is none. */
  follow(node: number, edgeName: string): number {
    const code = this.#codes.get(edgeName);
    const end = this.#firstEdge[node + 1] ?? 0;
    for (let edge = this.#firstEdge[node] ?? 0; edge < end; edge++) {
      if (this.#edgeName[edge] === code) return this.#edgeTo[edge] ?? NONE;
    }
    return NONE;
  }

  /** Where all its edges lead; only those without a name, if `isHidden`. */
  targets(node: number, isHidden = false): readonly number[] {
    const found: number[] = [];
    const end = this.#firstEdge[node + 1] ?? 0;
    for (let edge = this.#firstEdge[node] ?? 0; edge < end; edge++) {
      if (!isHidden || (this.#edgeName[edge] ?? 0) >= HIDDEN_EDGE) found.push(this.#edgeTo[edge] ?? 0);
    }
    return found;
  }

  /** The numbers of those registers of an array that hold something. */
  edgeNames(node: number): readonly number[] {
    return [...this.#edgeName.subarray(this.#firstEdge[node] ?? 0, this.#firstEdge[node + 1] ?? 0)];
  }

  /** Where a function stands in its script, counted from 0. */
  placeOf(closure: number): { readonly line: number; readonly column: number } | undefined {
    this.#locationOf ??= this.#indexLocations();
    const at = this.#locationOf.get(closure);
    return at === undefined ? undefined : { line: this.#locations.at(at + 1), column: this.#locations.at(at + 2) };
  }

  #readHead(snapshot: unknown): void {
    if (!isPlainObject(snapshot) || !isPlainObject(snapshot['meta'])) throw new Error('this heap snapshot has no head');
    const { meta } = snapshot;
    const nodeFields = listOf(meta['node_fields']);
    const edgeFields = listOf(meta['edge_fields']);
    const nodes = Number(snapshot['node_count']);
    const edges = Number(snapshot['edge_count']);
    if (!(edges <= MAX_EDGES && nodes <= MAX_EDGES))
      throw new Error(`the heap has ${edges} edges, more than can be read`);
    this.#types = listOf(listOf(meta['node_types'])[0]);
    this.#type = new Uint8Array(nodes);
    this.#name = new Uint32Array(nodes);
    this.#id = new Uint32Array(nodes);
    this.#edgeCount = new Uint32Array(nodes);
    this.#firstEdge = new Uint32Array(nodes + 1);
    this.#edgeName = new Uint32Array(edges);
    this.#edgeTo = new Uint32Array(edges);
    this.#isNamed = new Uint8Array(2 ** 16);
    this.#lists['nodes'] = this.#nodeSink(nodeFields);
    this.#lists['edges'] = this.#edgeSink(edgeFields, listOf(listOf(meta['edge_types'])[0]), nodeFields.length);
    this.#lists['locations'] = this.#locationSink(listOf(meta['location_fields']), nodeFields.length);
  }

  #nodeSink(fields: readonly unknown[]): NumberSink {
    const [typeAt, nameAt, idAt, countAt] = indexesOf(fields, ['type', 'name', 'id', 'edge_count']);
    const namedTypes = NAMED_TYPES.map((type) => this.#types.indexOf(type));
    let field = 0;
    let node = 0;
    return (number) => {
      if (field === typeAt) this.#type[node] = number;
      else if (field === nameAt) this.#name[node] = number;
      else if (field === idAt) this.#id[node] = number;
      else if (field === countAt) this.#edgeCount[node] = number;
      field++;
      if (field < fields.length) return;
      if (namedTypes.includes(this.#type[node] ?? 0)) this.#markNamed(this.#name[node] ?? 0);
      field = 0;
      node++;
    };
  }

  #edgeSink(fields: readonly unknown[], types: readonly unknown[], nodeLength: number): NumberSink {
    const [typeAt, nameAt, toAt] = indexesOf(fields, ['type', 'name_or_index', 'to_node']);
    const [internal, hidden] = [types.indexOf('internal'), types.indexOf('hidden')];
    let [field, type, name, to] = [0, 0, 0, 0];
    let [node, remaining, kept] = [NONE, 0, 0];
    return (number) => {
      if (field === typeAt) type = number;
      else if (field === nameAt) name = number;
      else if (field === toAt) to = number;
      field++;
      if (field < fields.length) return;
      field = 0;
      // The edges stand in the order of the nodes that they start from.
      while (remaining === 0 && node < this.#edgeCount.length) {
        node++;
        remaining = this.#edgeCount[node] ?? 0;
        this.#firstEdge[node] = kept;
      }
      remaining--;
      if (type === internal || type === hidden) {
        this.#edgeName[kept] = type === hidden ? HIDDEN_EDGE + name : name;
        this.#edgeTo[kept] = to / nodeLength;
        kept++;
      }
      this.#firstEdge[node + 1] = kept;
    };
  }

  #locationSink(fields: readonly unknown[], nodeLength: number): NumberSink {
    const [objectAt, lineAt, columnAt] = indexesOf(fields, ['object_index', 'line', 'column']);
    const closure = this.#types.indexOf('closure');
    let [field, node, line, column] = [0, 0, 0, 0];
    return (number) => {
      if (field === objectAt) node = number / nodeLength;
      else if (field === lineAt) line = number;
      else if (field === columnAt) column = number;
      field++;
      if (field < fields.length) return;
      field = 0;
      if (this.#type[node] === closure) for (const value of [node, line, column]) this.#locations.push(value);
    };
  }

  #markNamed(string: number): void {
    if (string >= this.#isNamed.length) {
      const larger = new Uint8Array(2 * string);
      larger.set(this.#isNamed);
      this.#isNamed = larger;
    }
    this.#isNamed[string] = 1;
  }

  #addString(text: string): void {
    const index = this.#strings++;
    if (this.#known.has(text)) this.#codes.set(text, index);
    if (this.#isNamed[index] !== 1 || this.#namesLength > MAX_NAMES_LENGTH) return;
    const name: unknown = text.includes('\\') ? JSON.parse(`"${text}"`) : text;
    this.#names.set(index, String(name).slice(0, MAX_NAME_LENGTH));
    this.#namesLength += text.length;
  }

  #indexLocations(): Map<number, number> {
    const index = new Map<number, number>();
    for (let at = 0; at < this.#locations.length; at += 3) index.set(this.#locations.at(at), at);
    return index;
  }
}

function indexesOf(fields: readonly unknown[], names: readonly string[]): readonly number[] {
  return names.map((name) => {
    const index = fields.indexOf(name);
    if (index < 0) throw new Error(`this heap snapshot has no ${name}`);
    return index;
  });
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
