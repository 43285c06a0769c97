declare module 'asciichart' {
  export function plot(
    series: readonly number[],
    config: {
      readonly min: number;
      readonly max: number;
      readonly height: number;
      readonly offset: number;
      readonly format: (value: number) => string;
    },
  ): string;
}
