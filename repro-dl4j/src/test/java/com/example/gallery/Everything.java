package com.example.gallery;

import java.io.IOException;

/**
 * The programs one after another, but for the two that have Deeplearning4j leave files beside
 * those they ask for, and the one whose listener asks another process for the host's name.
 */
public final class Everything {
    private Everything() {}

    public static void main(String[] args) throws IOException {
        GraphOfVariables.main(args);
        Forger.main(args);
        Cliff.main(args);
        Averaging.main(args);
        Patience.main(args);
        Transferred.main(args);
        Letters.main(args);
        TwoInputs.main(args);
        Pictures.main(args);
        Encoder.main(args);
    }
}
