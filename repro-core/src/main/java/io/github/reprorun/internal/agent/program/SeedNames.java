package io.github.reprorun.internal.agent.program;

/** What by its name takes a seed. */
final class SeedNames {
    private SeedNames() {}

    /** Whether a method or a field of this name is given a seed: its name ends in "seed", and it does not read one. */
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

    /** Whether a call is given a seed as its one number or as the first of its arguments. */
    static boolean isSink(String owner, String name, String descriptor) {
        if (name.equals("<init>")) {
            return isGenerator(owner) && (descriptor.equals("(J)V") || descriptor.equals("(I)V"));
        }
        if (owner.equals("java/util/random/RandomGeneratorFactory")) {
            return name.equals("create") && descriptor.startsWith("(J)");
        }
        return isSeed(name) && (descriptor.startsWith("(J)") || descriptor.startsWith("(I)"));
    }

    /** Whether the constructor of this class takes a seed where it takes one number. */
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
