using System.Net.Http.Headers;
using System.Text;
using Budstikke.Documents.Wording;

namespace Budstikke.Providers.Maventa;

/// <summary>The form by which a document is handed over (<c>POST /v1/invoices</c>).</summary>
internal static class MaventaForm
{
    private const string Format = "PEPPOLBIS30";

    /// <summary>What this way of sending may not become.</summary>
    private static readonly string[] s_paperAndMail = ["print", "email"];

    /// <summary>The two ways of eFaktura; where neither takes it, nothing else is tried.</summary>
    private static readonly string[] s_routes = ["netbank", "vipps", "silent_failure"];

    public static HttpContent Of(ProviderDocument document)
    {
        var form = new MultipartFormDataContent();
        var file = new ByteArrayContent(document.Content);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/xml");
        form.Add(file, "file", $"{document.Id}.xml");
        foreach (var (name, value) in Fields(document))
            form.Add(new StringContent(value, Encoding.UTF8), name);
        return form;
    }

    private static IEnumerable<(string Name, string Value)> Fields(ProviderDocument document)
    {
        yield return ("uuid", document.Id);
        yield return ("format", Format);
        yield return ("lang", LanguageOf(document.Language));
        switch (document.To)
        {
            case CompanyReceiver company:
                yield return ("recipient_type", "b2b");
                yield return ("recipient_eia", company.Endpoint);
                foreach (var route in s_paperAndMail)
                    yield return ("disabled_routes[]", route);
                break;
            case PersonReceiver person:
                yield return ("recipient_type", "consumer");
                yield return ("recipient_ssn", person.Reveal());
                yield return ("b2cno_document_type", document.IsCreditNote ? "CREDIT_NOTE" : "INVOICE");
                foreach (var route in s_routes)
                    yield return ("route_order[]", route);
                break;
        }
    }

    /// <summary>Of what the provider writes itself; all that goes to the customer is in the document.</summary>
    private static string LanguageOf(string code) => Languages.Of(code) == Language.No ? "NO" : "EN";
}
