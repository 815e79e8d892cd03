package io.github.reprorun.internal.agent.program;

/** Methods, fields and constructors that take a seed, judged by their names. */
final class SeedNames {
    private SeedNames() {}

    /** Whether a method or a field of this name receives a seed: its name ends in "seed", and it does not read one. */
    static boolean isSeed(String name) {
        int start = name.length() - 4;
        return start >= 0
                && name.regionMatches(true, start, "seed", 0, 4)
                && !name.startsWith("get")
                && !name.startsWith("is")
                && !name.startsWith("has")
                && !name.startsWith("log")
                && !name.startsWith("print");
    }

    /** Whether a call receives a seed as its only number or as its first argument. */
    static boolean isSink(String owner, String name, String descriptor) {
        if (name.equals("<init>")) {
            return isGenerator(owner) && (descriptor.equals("(J)V") || descriptor.equals("(I)V"));
        }
        if (owner.equals("java/util/random/RandomGeneratorFactory")) {
            return name.equals("create") && descriptor.startsWith("(J)");
        }
        return isSeed(name) && (descriptor.startsWith("(J)") || descriptor.startsWith("(I)"));
    }

    /** Whether the constructor of this class takes a seed if it takes one number. */
    static boolean isGenerator(String owner) {
        String name = owner.substring(Math.max(owner.lastIndexOf('/'), owner.lastIndexOf('$')) + 1);
        return name.contains("Random")
                || name.contains("Rng")
                || name.contains("RNG")
                || name.contains("Twister")
                || name.contains("ISAAC")
                || name.startsWith("Well");
    }
}
