package io.github.reprorun.programs;

/** A class whose main belongs to its objects. */
public final class NotStatic {
    public void main(String[] args) {
        System.out.println(args.length);
    }
}
