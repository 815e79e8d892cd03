/** A program that trains with the toy framework. */
@NullMarked
package com.example.training;

import org.jspecify.annotations.NullMarked;
