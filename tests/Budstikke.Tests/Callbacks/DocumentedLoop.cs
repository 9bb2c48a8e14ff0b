using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Budstikke.Tests.Callbacks;

/// <summary>A client's check as the API describes it, over what another library decoded: all values but the checksum,
/// then the secret.</summary>
internal static class DocumentedLoop
{
    public static void Verifies(string url, string secret)
    {
        var all = "";
        var claimed = "";
        foreach (var parameter in new QueryStringEnumerable(new Uri(url).Query))
        {
            var value = parameter.DecodeValue().ToString();
            if (parameter.DecodeName().Span.SequenceEqual("checksum"))
                claimed = value;
            else
                all += value;
        }
        claimed.ShouldBe(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(all + secret))).ToLowerInvariant());
    }
}
