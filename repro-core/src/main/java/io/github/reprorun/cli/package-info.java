/**
 * The command line: each verb is a class, each calls the public API. Start reading at {@link Main}.
 */
@NullMarked
package io.github.reprorun.cli;

import org.jspecify.annotations.NullMarked;
