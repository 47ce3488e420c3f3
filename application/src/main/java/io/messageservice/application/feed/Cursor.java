package io.messageservice.application.feed;

import io.messageservice.application.port.out.ChangeLog.Mark;

/**
 * How far reconciliation has come: everything stored before the mark was compared with what was
 * delivered.
 *
 * @param number grows from one to the next
 */
record Cursor(long number, Mark mark) {

  Cursor next(Mark reached) {
    return new Cursor(number + 1, reached);
  }
}
