package io.github.reprorun.internal.agent.program;

/** What gives the time. */
final class ClockSources {
    private ClockSources() {}

    /** Whether a call gives the current time, whatever it is given. */
    static boolean isClock(String owner, String name, String descriptor) {
        return switch (owner) {
            case "java/lang/System" -> name.equals("currentTimeMillis") || name.equals("nanoTime");
            case "java/util/Calendar" -> name.equals("getInstance");
            default -> name.equals("now") && descriptor.startsWith("()") && owner.startsWith("java/time/");
        };
    }

    /** Whether a constructor makes an object from the current time. */
    static boolean isCreatedFromClock(String owner, String descriptor) {
        return descriptor.equals("()V")
                && (owner.equals("java/util/Date") || owner.equals("java/util/GregorianCalendar"));
    }

    /** Whether what an object of this class is asked for follows from the time it stands for. */
    static boolean isTime(String owner) {
        return owner.startsWith("java/time/")
                || owner.equals("java/util/Date")
                || owner.equals("java/util/Calendar")
                || owner.equals("java/util/GregorianCalendar");
    }

    /** Whether the static methods of this class only compute. */
    static boolean isArithmetic(String owner) {
        return owner.equals("java/lang/Math")
                || owner.equals("java/lang/StrictMath")
                || owner.equals("java/lang/Long")
                || owner.equals("java/lang/Integer")
                || owner.equals("java/lang/Double");
    }
}
