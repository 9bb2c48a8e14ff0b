using Budstikke.Callbacks;

namespace Budstikke.Tests.Callbacks;

public sealed class CallbackUrlTests
{
    private const string Secret = "s3cret";
    private static readonly DateTimeOffset s_time = DateTimeOffset.FromUnixTimeSeconds(1_755_764_131);
    private static readonly StatusNews s_news = new("ODR123", "INVOICED", 100, s_time, s_time);

    [Fact]
    public void The_example_of_the_contract_has_the_checksum_of_the_contract() =>
        CallbackUrl
            .Build("https://example.com/cb?shop=7", s_news, Secret)
            .ShouldBe(
                "https://example.com/cb?shop=7&orderUuid=ODR123&status=INVOICED&paymentMethod=invoice&amount=100.00"
                    + "&createdAt=1755764131&timestamp=1755764131"
                    + "&checksum=1d9e91e0c8c6a56adeccfca7f49336ba8974cf3252225544fc7e90b7c16cbb58"
            );

    [Theory]
    [InlineData("https://example.com", "https://example.com?orderUuid=")]
    [InlineData("https://example.com/cb", "https://example.com/cb?orderUuid=")]
    [InlineData("https://example.com/cb?", "https://example.com/cb?orderUuid=")]
    [InlineData("https://example.com/cb?a=1&", "https://example.com/cb?a=1&orderUuid=")]
    [InlineData("https://example.com/cb?a=1#part?b=2", "https://example.com/cb?a=1&orderUuid=")]
    [InlineData("https://example.com/cb#part", "https://example.com/cb?orderUuid=")]
    public void Our_parameters_follow_the_URLs_own_and_a_fragment_is_dropped(string url, string start) =>
        CallbackUrl.Build(url, s_news, Secret).ShouldStartWith(start);

    [Theory]
    [InlineData("")]
    [InlineData("?a")]
    [InlineData("?a=")]
    [InlineData("?a=1&&b=2")]
    [InlineData("?a=b=c")]
    [InlineData("?q=two+words")]
    [InlineData("?q=two%20words%2Bplus")]
    [InlineData("?navn=Fris%C3%B8r")]
    [InlineData("?navn=Frisør")]
    [InlineData("?b=2&a=1")]
    public void The_documented_loop_over_the_decoded_values_verifies_it(string query) =>
        DocumentedLoop.Verifies(CallbackUrl.Build($"https://example.com/cb{query}", s_news, Secret), Secret);

    [Fact]
    public void A_plus_in_the_URLs_own_query_decodes_to_the_same_value_as_a_space() =>
        ChecksumOf("https://example.com/?q=a+b").ShouldBe(ChecksumOf("https://example.com/?q=a%20b"));

    [Theory]
    [InlineData("100%", "100%25")]
    [InlineData("%zz", "%25zz")]
    [InlineData("%4", "%254")]
    public void A_percent_sign_without_two_digits_is_itself(string bare, string encoded) =>
        ChecksumOf($"https://example.com/?q={bare}").ShouldBe(ChecksumOf($"https://example.com/?q={encoded}"));

    [Fact]
    public void Bytes_that_are_not_UTF8_count_as_they_are() =>
        ChecksumOf("https://example.com/?q=%F8").ShouldNotBe(ChecksumOf("https://example.com/?q=%EF%BF%BD"));

    [Fact]
    public void A_space_in_a_value_of_ours_is_percent_20()
    {
        var url = CallbackUrl.Build("https://example.com/", s_news with { Status = "PARTIAL REFUNDED" }, Secret);

        url.ShouldContain("&status=PARTIAL%20REFUNDED&");
        DocumentedLoop.Verifies(url, Secret);
    }

    [Theory]
    [InlineData("51", "51.00")]
    [InlineData("0.5", "0.50")]
    [InlineData("1234567.89", "1234567.89")]
    public void The_amount_has_two_decimals_and_a_point(string amount, string shown) =>
        CallbackUrl
            .Build(
                "https://example.com/",
                s_news with
                {
                    Amount = decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture),
                },
                Secret
            )
            .ShouldContain($"&amount={shown}&");

    [Theory]
    [InlineData("https://a.example/?x=ODR1234567890", true)]
    [InlineData("https://a.example/?x=%4f%44%521234567890", true)]
    [InlineData("https://a.example/?x=aODR12&y=34567&z=890b", true)]
    [InlineData("https://a.example/?ODR1234567890", false)]
    [InlineData("https://a.example/ODR1234567890?x=1#?x=ODR1234567890", false)]
    [InlineData("https://a.example/?x=ODR123456789&y=x", false)]
    [InlineData("https://a.example/", false)]
    public void An_order_is_named_by_the_values_joined_as_the_checksum_joins_them(string url, bool isNamed) =>
        CallbackUrl.NamesAnOrder(url).ShouldBe(isNamed);

    private static string ChecksumOf(string url) => CallbackUrl.Build(url, s_news, Secret).Split("checksum=")[1];
}
