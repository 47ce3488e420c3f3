package io.messageservice.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The classes that are judged, read once. */
final class Imported {

  private static final String FIXTURES = "io.messageservice.architecture.fixture";

  /** Of all modules, from folders or jars, without anybody's tests. */
  static final JavaClasses SERVICE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages(Root.SERVICE.name());

  private static final JavaClasses ALL_FIXTURES = new ClassFileImporter().importPackages(FIXTURES);

  private Imported() {}

  static Root rootOf(Rule rule) {
    return new Root(FIXTURES + "." + rule.fixture());
  }

  static JavaClasses fixtureOf(Rule rule) {
    return ALL_FIXTURES.that(resideInAPackage(rootOf(rule).name() + ".."));
  }

  /** Classes read from a folder for each, as if from as many modules. */
  static JavaClasses apart(Path folder, Class<?>... classes) throws IOException {
    for (Class<?> each : classes) {
      copy(each, folder.resolve(each.getSimpleName()));
    }
    return new ClassFileImporter().importPaths(List.of(folder));
  }

  private static void copy(Class<?> type, Path module) throws IOException {
    String file = type.getName().replace('.', '/') + ".class";
    Path target = module.resolve(file);
    Files.createDirectories(Objects.requireNonNull(target.getParent()));
    try (InputStream in = Imported.class.getResourceAsStream("/" + file)) {
      Files.copy(Objects.requireNonNull(in), target);
    }
  }
}
