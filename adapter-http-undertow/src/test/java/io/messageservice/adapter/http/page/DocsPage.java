package io.messageservice.adapter.http.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.core.util.Separators.Spacing;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateMethodModelEx;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import freemarker.template.utility.DeepUnwrap;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The page that shows both documents: HTML that needs no script, and nothing from elsewhere. */
final class DocsPage {

  private static final ObjectMapper YAML = new YAMLMapper();
  private static final ObjectWriter JSON =
      new ObjectMapper()
          .writer(
              new DefaultPrettyPrinter(
                  Separators.createDefaultInstance().withObjectFieldValueSpacing(Spacing.AFTER)));

  private DocsPage() {}

  /**
   * Writes it.
   *
   * @param args the folder of the documents, and the file of the page
   */
  public static void main(String[] args) throws IOException, TemplateException {
    Path documents = Path.of(args[0]);
    Configuration templates = new Configuration(Configuration.VERSION_2_3_34);
    templates.setClassForTemplateLoading(DocsPage.class, "");
    templates.setNumberFormat("computer");
    try (Writer page = Files.newBufferedWriter(Path.of(args[1]))) {
      templates
          .getTemplate("page.ftlh", "UTF-8")
          .process(
              Map.of(
                  "openapi", read(documents.resolve("openapi.yaml")),
                  "asyncapi", read(documents.resolve("asyncapi.yaml")),
                  "json", (TemplateMethodModelEx) DocsPage::json),
              page);
    }
  }

  private static Map<?, ?> read(Path document) throws IOException {
    return YAML.readValue(document.toFile(), Map.class);
  }

  private static String json(List<?> arguments) throws TemplateModelException {
    try {
      return JSON.writeValueAsString(DeepUnwrap.unwrap((TemplateModel) arguments.get(0)));
    } catch (JsonProcessingException e) {
      throw new TemplateModelException(e);
    }
  }
}
