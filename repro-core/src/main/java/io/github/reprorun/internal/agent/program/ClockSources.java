package io.github.reprorun.internal.agent.program;

/** Methods and constructors that read the clock. */
final class ClockSources {
    private ClockSources() {}

    /** Whether a call returns the current time, whatever its arguments. */
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

    /** Whether the methods of this class return values that follow from the time of the object. */
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
