/** Programs that tests start in JVMs of their own. Start reading at {@link io.github.reprorun.programs.Probe}. */
package io.github.reprorun.programs;
