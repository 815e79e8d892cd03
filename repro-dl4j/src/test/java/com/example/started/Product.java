package com.example.started;

import io.github.reprorun.ReproducibleRun;
import java.nio.file.Path;
import org.nd4j.linalg.factory.Nd4j;

/** Loads ND4J and multiplies two matrices. */
public final class Product {
    private Product() {}

    public static void main(String[] arguments) {
        System.out.println(Nd4j.ones(3, 3).mmul(Nd4j.ones(3, 3)).sumNumber());
    }

    /** Does it in a launched run. Argument: the folder for its run. */
    public static final class Launched {
        private Launched() {}

        public static void main(String[] arguments) {
            ReproducibleRun.of("bench")
                    .seed(1)
                    .runsDirectory(Path.of(arguments[0]))
                    .launch(arguments, run -> Product.main(arguments));
        }
    }
}
