package io.github.reprorun.junit;

import io.github.reprorun.RunContext;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Takes a test apart into its runs, each of which comes back here, inside a run, and is let through. Stateless, hence safe
 * for use by several threads.
 */
final class ReproducibleExtension implements InvocationInterceptor, ParameterResolver {
    @Override
    public void interceptBeforeEachMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        proceedInsideARun(invocation, context);
    }

    @Override
    public void interceptAfterEachMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        proceedInsideARun(invocation, context);
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        proceedInsideARun(invocation, context);
        if (!EnclosingRun.isAround(context)) {
            Reproducible asked = AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), Reproducible.class)
                    .orElseThrow();
            new RepeatedTest(context.getRequiredTestClass(), context.getRequiredTestMethod(), context.getUniqueId())
                    .compareRuns(asked);
        }
    }

    private static void proceedInsideARun(Invocation<Void> invocation, ExtensionContext context) throws Throwable {
        if (EnclosingRun.isAround(context)) {
            invocation.proceed();
        } else {
            invocation.skip();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RunContext.class;
    }

    /** Nothing outside of a run, where the method is not called either. */
    @Override
    public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return EnclosingRun.around(context);
    }
}
