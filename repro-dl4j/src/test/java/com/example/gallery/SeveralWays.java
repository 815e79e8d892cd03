package com.example.gallery;

import java.io.IOException;

/** Five of the programs one after another: those that train otherwise than by calls of {@code fit} of one network. */
public final class SeveralWays {
    private SeveralWays() {}

    public static void main(String[] args) throws IOException {
        GraphOfVariables.main(args);
        Forger.main(args);
        Cliff.main(args);
        Averaging.main(args);
        Transferred.main(args);
    }
}
