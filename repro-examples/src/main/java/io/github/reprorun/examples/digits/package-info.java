/**
 * Reads digits that a program drew, with a small convolutional network. Start reading at {@link
 * io.github.reprorun.examples.digits.DigitRecognition}.
 */
@NullMarked
package io.github.reprorun.examples.digits;

import org.jspecify.annotations.NullMarked;
