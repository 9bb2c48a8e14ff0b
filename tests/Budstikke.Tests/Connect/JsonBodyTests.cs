using System.Text;
using Budstikke.Connect.Reading;

namespace Budstikke.Tests.Connect;

/// <summary>Bodies that are no JSON, no object, or JSON at its edges.</summary>
public sealed class JsonBodyTests
{
    [Theory]
    [InlineData("", "The request body is empty.")]
    [InlineData(" \r\n\t", "The request body is empty.")]
    [InlineData("[]", "The request body must be a JSON object.")]
    [InlineData("null", "The request body must be a JSON object.")]
    [InlineData("\"x\"", "The request body must be a JSON object.")]
    [InlineData("5", "The request body must be a JSON object.")]
    [InlineData("{", "The request body is not valid JSON at line 1, byte 2.")]
    [InlineData("{}}", "The request body is not valid JSON at line 1, byte 3.")]
    [InlineData("{\n \"a\": 1,\n}", "The request body is not valid JSON at line 3, byte 1.")]
    [InlineData("{\"a\": NaN}", "The request body is not valid JSON at line 1, byte 7.")]
    [InlineData("{\"a\": 01}", "The request body is not valid JSON at line 1, byte 8.")]
    [InlineData("{\"a\": 'x'}", "The request body is not valid JSON at line 1, byte 7.")]
    [InlineData("{// x\n}", "The request body is not valid JSON at line 1, byte 2.")]
    [InlineData("{\"a\": \"x\ny\"}", "The request body is not valid JSON at line 1, byte 9.")]
    [InlineData("{\"a\": \"\\x\"}", "The request body is not valid JSON at line 1, byte 9.")]
    [InlineData("a=1&b=2", "The request body is not valid JSON at line 1, byte 1.")]
    public void What_is_no_object_gets_one_text_that_says_where(string body, string text) =>
        Bodies.Read(body).Errors.ShouldBe([text]);

    [Fact]
    public void Another_charset_gets_one_text_that_says_where()
    {
        var body = Encoding.Latin1.GetBytes("{\n\"name\": \"Bjørn\"}");
        Read(body).Errors.ShouldBe(["The request body is not valid UTF-8 at line 2, byte 12."]);
        Read(Encoding.Unicode.GetBytes("{}")).Errors.Count.ShouldBe(1);
    }

    [Fact]
    public void A_byte_order_mark_is_no_trouble() =>
        Read([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Bodies.Valid)]).Errors.ShouldBeEmpty();

    [Fact]
    public void Nesting_has_a_limit()
    {
        Bodies.Read(Nested(63)).Errors.Count.ShouldBeGreaterThan(1);
        Bodies
            .Read(Nested(64))
            .Errors.ShouldBe(["The request body is nested more than 64 levels deep at line 1, byte 69."]);
        Bodies.Read(Nested(500_000)).Errors.ShouldHaveSingleItem().ShouldContain("more than 64 levels");
        Bodies.Read("{\"a\":" + new string('[', 60)).Errors.ShouldHaveSingleItem().ShouldContain("not valid JSON");
    }

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("a\\uD800")]
    [InlineData("\\udc00\\ud800")]
    [InlineData("\\ud83c\\ud83c\\udf89")]
    [InlineData("\\ud83cxxxxxx")]
    public void Half_a_surrogate_pair_is_refused_as_any_character_that_XML_forbids(string half)
    {
        var body = Bodies.Valid.Replace("Ola Normann", half, StringComparison.Ordinal);
        Bodies.Read(body).Errors.ShouldBe(["The customer details.name format is invalid."]);
    }

    [Theory]
    [InlineData("\\ud83c\\udf89", "🎉")]
    [InlineData("\\\\ud800", "\\ud800")]
    [InlineData("\\\\\\u0041", "\\A")]
    public void What_only_looks_like_half_a_pair_is_text(string written, string read)
    {
        var body = Bodies.Valid.Replace("Ola Normann", written, StringComparison.Ordinal);
        Bodies.Read(body).Order!.Customer.Name.ShouldBe(read);
    }

    [Fact]
    public void A_name_with_half_a_pair_in_it_is_an_unknown_field_like_any_other()
    {
        var body = "{\"produc\\ud800\": 1, \"products\\ud800\": 1, \"\\ud800\": 1," + Bodies.Valid.TrimStart()[1..];
        Bodies.Read(body).Errors.ShouldBeEmpty();
        var lines = """{"products": {"0\ud800": {}}}""";
        Bodies.Read(lines).Errors[0].ShouldBe("The products must be an array.");
    }

    [Fact]
    public void No_text_repeats_what_the_body_said()
    {
        var body = Bodies.Valid.Replace("\"12345678901\"", "\"12345678901", StringComparison.Ordinal);
        Bodies.Read(body).Errors.ShouldHaveSingleItem().ShouldNotContain("12345678901");
    }

    [Fact]
    public void A_list_of_half_a_million_items_gets_one_text_for_its_length()
    {
        var body = "{\"products\": [" + string.Join(',', Enumerable.Repeat("1", 500_000)) + "]}";
        var errors = Bodies.Read(body).Errors;
        errors[0].ShouldBe("The products must not have more than 1000 items.");
        errors.ShouldNotContain(error => error.StartsWith("The products.", StringComparison.Ordinal));
    }

    private static string Nested(int arrays) => "{\"a\":" + new string('[', arrays) + new string(']', arrays) + "}";

    private static SendInvoiceRequest Read(byte[] body) =>
        SendInvoiceRequest.Read(body, new(Bodies.VatRates, Bodies.Now), FieldTable.Invoice);
}
