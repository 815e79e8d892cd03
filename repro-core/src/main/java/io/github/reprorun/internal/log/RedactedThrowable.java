package io.github.reprorun.internal.log;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import io.github.reprorun.internal.redaction.Redaction;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A throwable, with its causes and suppressed throwables, whose messages show no secrets. As thread-safe as the
 * original.
 */
final class RedactedThrowable implements IThrowableProxy {
    private final IThrowableProxy thrown;

    private RedactedThrowable(IThrowableProxy thrown) {
        this.thrown = thrown;
    }

    static @Nullable IThrowableProxy of(@Nullable IThrowableProxy thrown) {
        return thrown == null ? null : new RedactedThrowable(thrown);
    }

    @Override
    public @Nullable String getMessage() {
        String message = thrown.getMessage();
        return message == null ? null : Redaction.of(message);
    }

    @Override
    public @Nullable String getOverridingMessage() {
        String message = thrown.getOverridingMessage();
        return message == null ? null : Redaction.of(message);
    }

    @Override
    public String getClassName() {
        return thrown.getClassName();
    }

    @Override
    public StackTraceElementProxy[] getStackTraceElementProxyArray() {
        return thrown.getStackTraceElementProxyArray();
    }

    @Override
    public int getCommonFrames() {
        return thrown.getCommonFrames();
    }

    @Override
    public @Nullable IThrowableProxy getCause() {
        return of(thrown.getCause());
    }

    @Override
    public IThrowableProxy[] getSuppressed() {
        IThrowableProxy[] suppressed = thrown.getSuppressed();
        return suppressed == null
                ? new IThrowableProxy[0]
                : Arrays.stream(suppressed).map(RedactedThrowable::new).toArray(IThrowableProxy[]::new);
    }

    @Override
    public boolean isCyclic() {
        return NewerLogback.IS_PRESENT && thrown.isCyclic();
    }
}
