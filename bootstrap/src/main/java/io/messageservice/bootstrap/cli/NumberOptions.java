package io.messageservice.bootstrap.cli;

import io.messageservice.bootstrap.figure.FigureText;
import io.messageservice.bootstrap.start.StartProblem;

/** Options that are numbers. */
record NumberOptions(CliCall call) {

  /** A whole one within bounds. */
  int whole(String option, int otherwise, int least, int most) throws StartProblem {
    double number = decimal(option, otherwise, least, most);
    if (number != Math.rint(number)) {
      throw bad(option, least, most);
    }
    return (int) number;
  }

  /** Any within bounds. */
  double decimal(String option, double otherwise, double least, double most) throws StartProblem {
    String text = call.get(option, Double.toString(otherwise));
    double number =
        text.matches("[0-9]{1,12}(\\.[0-9]{1,9})?(E[0-9])?") ? Double.parseDouble(text) : -1;
    if (number < least || number > most) {
      throw bad(option, least, most);
    }
    return number;
  }

  private static StartProblem bad(String option, double least, double most) {
    return new StartProblem(
        option
            + " must be a number from "
            + FigureText.number(least)
            + " to "
            + FigureText.number(most));
  }
}
