/** The extension by which the toy framework takes part in runs. Start reading at {@link ToyExtension}. */
@NullMarked
package com.example.toy.repro;

import org.jspecify.annotations.NullMarked;
