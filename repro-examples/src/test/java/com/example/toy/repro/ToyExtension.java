package com.example.toy.repro;

import io.github.reprorun.spi.ExtensionSession;
import io.github.reprorun.spi.RunExtension;
import io.github.reprorun.spi.RunScope;

/** The toy framework as part of every run. Safe for use by several threads. */
public final class ToyExtension implements RunExtension {
    @Override
    public String name() {
        return "toy";
    }

    @Override
    public ExtensionSession open(RunScope run) {
        return new ToySession(run);
    }
}
