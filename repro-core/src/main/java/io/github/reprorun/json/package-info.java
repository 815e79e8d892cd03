/**
 * From trees of JSON to text and back, for manifests and journals, without what takes long to set up. Start reading at
 * {@link io.github.reprorun.json.JsonText}.
 */
@NullMarked
package io.github.reprorun.json;

import org.jspecify.annotations.NullMarked;
