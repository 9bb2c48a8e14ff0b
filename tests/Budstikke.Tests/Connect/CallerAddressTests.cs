using System.Net;
using Budstikke.Connect;
using Budstikke.Jobs.Network;
using Budstikke.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Connect;

public sealed class CallerAddressTests
{
    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64")]
    [InlineData("::1", "::/64")]
    public void Callers_are_told_apart_by_address_and_by_network_of_IPv6(string address, string shown) =>
        CallerAddress.Of(IPAddress.Parse(address)).ShouldBe(shown);

    [Theory]
    [InlineData("everybody")]
    [InlineData("10.0.0.5,x")]
    [InlineData("10.0.0.0/x")]
    [InlineData("10.0.0.0/33")]
    public void A_setting_that_names_no_proxy_is_named(string trusted) =>
        Should
            .Throw<SettingRefusedException>(() => TrustedProxies.Configure(new ServiceCollection(), Settings(trusted)))
            .Message.ShouldStartWith("Proxy__Trusted must be addresses and networks like ");

    [Theory]
    [InlineData("")]
    [InlineData("10.0.0.5")]
    [InlineData(" 10.0.0.5 , 10.1.0.0/16, fd00::/8, ::1 ")]
    public void Addresses_and_networks_can_be_trusted(string trusted) =>
        Should.NotThrow(() => TrustedProxies.Configure(new ServiceCollection(), Settings(trusted)));

    private static IConfiguration Settings(string trusted) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Proxy:Trusted"] = trusted })
            .Build();
}
