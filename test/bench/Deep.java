public class Deep {
  static long descend(int level, String customer) {
    if (level > 0) return descend(level - 1, customer) + level;
    long turns = 0;
    long endNs = System.nanoTime() + 200_000_000L;
    while (System.nanoTime() < endNs) turns++;
    return turns;
  }

  public static void main(String[] args) {
    System.out.println("READY");
    while (true) descend(Integer.parseInt(args[0]), "ada");
  }
}
