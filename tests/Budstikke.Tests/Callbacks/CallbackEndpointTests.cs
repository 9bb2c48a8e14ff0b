using Budstikke.Callbacks;

namespace Budstikke.Tests.Callbacks;

public sealed class CallbackEndpointTests
{
    [Theory]
    [InlineData("https://client.example/cb?a=1", "https://client.example:443")]
    [InlineData("HTTPS://Client.Example.:443/", "https://client.example:443")]
    [InlineData("http://client.example", "http://client.example:80")]
    [InlineData("http://client.example:8080/cb", "http://client.example:8080")]
    [InlineData("https://kari:hemmelig@client.example/", "https://client.example:443")]
    [InlineData("https://blåbær.example/", "https://xn--blbr-roah.example:443")]
    [InlineData("https://[2001:DB8::1]/cb", "https://[2001:db8::1]:443")]
    [InlineData("/cb", null)]
    [InlineData("mailto:kari@client.example", null)]
    public void Is_scheme_host_and_port_however_they_are_written(string url, string? endpoint) =>
        CallbackEndpoint.Of(url).ShouldBe(endpoint);

    [Theory]
    [InlineData("https://client.example/cb", "https://client.example/cb")]
    [InlineData("https://client.example/cb?shop=7&token=abc#top", "https://client.example/cb?shop=*&token=*")]
    [InlineData("https://client.example/cb?abc&=7&a=b=c", "https://client.example/cb?*&*&a=*")]
    [InlineData("https://kari:hemmelig@client.example/cb", "https://client.example/cb")]
    [InlineData("https://client.example/cb/15838532192", "https://client.example/cb/*********92")]
    [InlineData("/cb", "")]
    public void A_URL_is_shown_without_the_values_of_its_query(string url, string shown) =>
        CallbackEndpoint.Shown(url).ShouldBe(shown);
}
