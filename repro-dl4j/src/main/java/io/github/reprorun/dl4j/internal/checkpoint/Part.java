package io.github.reprorun.dl4j.internal.checkpoint;

import java.io.IOException;
import java.io.OutputStream;

/** Bytes of a checkpoint under a name of their own, such as a network's parameters. */
public interface Part extends AutoCloseable {
    /** The name, unique in its checkpoint. */
    String name();

    /** The number of bytes. */
    long length();

    /** Writes exactly {@link #length} bytes. */
    void writeTo(OutputStream out) throws IOException;

    /** Frees the part's memory outside the heap; further calls do nothing. */
    @Override
    default void close() {}

    /** A part on the heap. */
    static Part of(String name, byte[] bytes) {
        return new Part() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                out.write(bytes);
            }
        };
    }
}
