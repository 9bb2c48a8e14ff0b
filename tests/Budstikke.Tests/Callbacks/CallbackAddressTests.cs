using System.Net;
using Budstikke.Callbacks;
using Budstikke.Jobs.Network;

namespace Budstikke.Tests.Callbacks;

public sealed class CallbackAddressTests
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("10.0.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("100.127.255.255")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.8")]
    [InlineData("192.0.2.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.19.255.255")]
    [InlineData("198.51.100.7")]
    [InlineData("203.0.113.7")]
    [InlineData("224.0.0.1")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("::127.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("100::1")]
    [InlineData("2001::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:7f00:1::1")]
    [InlineData("3fff::1")]
    [InlineData("fc00::1")]
    [InlineData("fdff::1")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void An_address_that_is_not_on_the_public_internet_is_refused(string address) =>
        PublicAddress.Is(IPAddress.Parse(address)).ShouldBeFalse();

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.167.255.255")]
    [InlineData("198.20.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("2001:4860::1")]
    [InlineData("2a00:1450::1")]
    public void An_address_on_the_public_internet_is_allowed(string address) =>
        PublicAddress.Is(IPAddress.Parse(address)).ShouldBeTrue();

    [Theory]
    [InlineData("https://client.example/", null)]
    [InlineData("http://client.example/", null)]
    [InlineData("https://client.example:8000/", null)]
    [InlineData("https://client.example:9999/", null)]
    [InlineData("https://client.example:22/", "Port 22 is not allowed")]
    [InlineData("https://client.example:7999/", "Port 7999 is not allowed")]
    [InlineData("https://client.example:10000/", "Port 10000 is not allowed")]
    [InlineData("https://kari:hemmelig@client.example/", "user name")]
    [InlineData("ftp://client.example/", "neither http nor https")]
    [InlineData("file:///etc/passwd", "neither http nor https")]
    public void A_URL_is_judged_by_scheme_port_and_user(string url, string? reason) =>
        ShouldBeReason(CallbackAddress.Check(new Uri(url), new()), reason);

    [Fact]
    public void Plain_http_is_refused_where_the_installation_says_so()
    {
        var settings = new CallbackSettings { AllowHttp = false };

        CallbackAddress.Check(new Uri("http://client.example/"), settings)!.ShouldContain("Unencrypted");
        CallbackAddress.Check(new Uri("https://client.example/"), settings).ShouldBeNull();
    }

    [Fact]
    public void An_endpoint_of_our_own_is_allowed_and_no_other_port_of_its_host()
    {
        var settings = new CallbackSettings { AllowHttp = false, AlsoAllowed = ["127.0.0.1:41234"] };
        var own = new Uri("http://127.0.0.1:41234/cb");
        var other = new Uri("https://127.0.0.1:8001/cb");

        CallbackAddress.Check(own, settings).ShouldBeNull();
        CallbackAddress.Check(own, [IPAddress.Loopback], settings).ShouldBeNull();
        CallbackAddress.Check(other, [IPAddress.Loopback], settings)!.ShouldContain("not on the public internet");
    }

    [Fact]
    public void One_private_address_among_public_ones_refuses_them_all() =>
        CallbackAddress
            .Check(new Uri("https://client.example/"), [IPAddress.Parse("1.1.1.1"), IPAddress.Loopback], new())
            .ShouldNotBeNull();

    private static void ShouldBeReason(string? actual, string? expected)
    {
        if (expected is null)
            actual.ShouldBeNull();
        else
            actual.ShouldNotBeNull().ShouldContain(expected);
    }
}
