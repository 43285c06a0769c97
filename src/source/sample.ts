/** What this layer finds; the types are the format's, since samples are recorded as bytes too. */
export type * from '../format/sample.js';
