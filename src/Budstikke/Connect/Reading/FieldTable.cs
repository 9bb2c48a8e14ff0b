using System.Collections.Frozen;
using Budstikke.Callbacks;
using Budstikke.Documents.Wording;
using Budstikke.Orders;
using static Budstikke.Connect.Reading.Need;

namespace Budstikke.Connect.Reading;

/// <summary>
/// The fields of a call; those of Send Invoice in their published order, which is also the order of the errors. What is
/// not in it is ignored, since clients of older versions still send more, and warned of where no version has it.
/// </summary>
internal sealed class FieldTable
{
    public const int MaxLines = 1_000;
    private const decimal MaxSum = 999_999_999.99m;
    private const decimal MaxQuantity = 999_999;
    private const int SumDecimals = 2;
    private const int ExactDecimals = 8;
    private const int MaxYearsAhead = 1;

    private static readonly DateTimeOffset s_earliestOrder = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Rule[] s_name = [new IsText(), new MaxCharacters(500), new XmlCharacters()];
    private static readonly Rule[] s_text = [new IsText(), new MaxCharacters(255), new XmlCharacters()];
    private static readonly Rule[] s_email = [new IsText(), new IsEmail(), new MaxCharacters(255), new XmlCharacters()];
    private static readonly Rule[] s_sum = [new IsNumber(), new AtLeast(0), new AtMost(MaxSum)];
    private static readonly Rule[] s_signed = [new AtLeast(-MaxSum), new AtMost(MaxSum)];
    private static readonly Rule[] s_boolean = [new IsBoolean()];

    private static readonly Field s_type = new(
        "customerDetails.type",
        Required,
        new IsText(),
        new OneOf("private", "corporate")
    );

    private static readonly Field s_organizationId = new(
        "customerDetails.organizationId",
        RequiredIfCorporate,
        new IsText(),
        new OnlyDigits(),
        new MaxCharacters(255)
    );

    private static readonly Field[] s_fields =
    [
        new("products", Required, new IsList(), new MaxItems(MaxLines)),
        Sum("orderSummary.subTotal"),
        Sum("orderSummary.totalTax"),
        Sum("orderSummary.totalDiscount"),
        Sum("orderSummary.grandTotal"),
        new("orderDate", Required, new UnixSeconds(s_earliestOrder, MaxYearsAhead)) { Decimals = ExactDecimals },
        new("customerDetails.countryCode", Required, s_text),
        new("customerDetails.msisdn", Required, s_text),
        new("customerDetails.email", Required, s_email),
        new("customerDetails.firstName", Optional, s_name),
        new("customerDetails.name", Required, s_name),
        new("customerDetails.preferredLanguage", Optional, new IsText(), new OneOf([.. Languages.Codes])),
        s_type,
        new("customerDetails.personalNumber", Optional, new IsText(), new Characters(11), new OnlyDigits()),
        s_organizationId,
        new("customerDetails.address.street", Required, s_text),
        new("customerDetails.address.zip", Required, s_text),
        new("customerDetails.address.city", Required, s_text),
        new("customerDetails.address.country", Required, new IsText(), new IsCountry()),
        Number("invoiceInterval", Optional, new OneOfNumbers(0, 1, 2)),
        new("invoiceFeeApplicable", Required, s_boolean),
        Number("invoiceMaturity", Optional, new OneOfMaturities(Private: [10], Corporate: [14, 30, 45])),
        new("separateInvoices", Optional, s_boolean),
        new("referenceNo", Optional, s_text),
        new("customerReference", Optional, s_text),
        new("callback", Optional, new IsObject()),
        new(
            "callback.callbackUrl",
            Optional,
            new IsUrl(),
            new IsCallable([.. CallbackUrl.OurNames]),
            new MaxCharacters(2_048)
        ),
        new("products.*.name", Required, s_name),
        new("products.*.productId", Optional, s_text),
        Number("products.*.quantity", Required, new NotZero(), new AtLeast(-MaxQuantity), new AtMost(MaxQuantity)),
        Number("products.*.rate", Required, s_signed),
        Sum("products.*.discount", Optional),
        Number("products.*.tax", Required, new OneOfVatRates()),
        SignedSum("products.*.amount"),
    ];

    private readonly FrozenDictionary<string, int> _places;

    private FieldTable(CustomerType? type, IReadOnlyCollection<Field> fields)
    {
        Type = type;
        Fields = [.. fields.Where(field => !field.IsOfLine)];
        LineFields = [.. fields.Where(field => field.IsOfLine)];
        _places = Fields
            .Index()
            .Concat(LineFields.Index())
            .ToFrozenDictionary(field => field.Item.Path, field => field.Index);
        Unknown = new(fields);
    }

    /// <summary>Private or company, as the body says.</summary>
    public static FieldTable Invoice { get; } = new(type: null, s_fields);

    /// <summary>To a person; the body has no type.</summary>
    public static FieldTable Faktura { get; } = new(CustomerType.Private, [.. s_fields.Except([s_type])]);

    /// <summary>To a company; the body has no type.</summary>
    public static FieldTable Ehf { get; } =
        new(
            CustomerType.Corporate,
            [
                .. from field in s_fields.Except([s_type])
                select field == s_organizationId ? field with { Need = Required } : field,
            ]
        );

    public static FieldTable Cancel { get; } = new(type: null, [new("cancellationNote", Required, s_text)]);

    /// <summary>What is given corrects the order's own.</summary>
    public static FieldTable Resend { get; } =
        new(
            type: null,
            [new("countryCode", Optional, s_text), new("msisdn", Optional, s_text), new("email", Optional, s_email)]
        );

    /// <summary>What to give back: of these lines, or of all of them.</summary>
    public static FieldTable Refund { get; } =
        new(
            type: null,
            [
                new("products", Optional, new IsList(), new MaxItems(MaxLines)),
                new("type", Required, new IsText(), new OneOf("regular")),
                new("grandTotal", Required, new IsNumber(), new GreaterThan(0), new AtMost(MaxSum))
                {
                    Decimals = SumDecimals,
                },
                new("reason", Optional, s_text),
                Number("products.*.id", Required, new IsInteger()),
                SignedSum("products.*.amount"),
            ]
        );

    /// <summary>Of every customer of this call; null where the body says it.</summary>
    public CustomerType? Type { get; }

    public IReadOnlyList<Field> Fields { get; }

    /// <summary>Finds what a body has beside them.</summary>
    public UnknownFields Unknown { get; }

    /// <summary>Those of each line.</summary>
    public IReadOnlyList<Field> LineFields { get; }

    /// <summary>Its index in <see cref="Fields"/> or <see cref="LineFields"/>.</summary>
    public int PlaceOf(string path) => _places[path];

    private static Field Sum(string path, Need need = Required) => new(path, need, s_sum) { Decimals = SumDecimals };

    private static Field SignedSum(string path) =>
        new(path, Required, [new IsNumber(), .. s_signed]) { Decimals = SumDecimals };

    private static Field Number(string path, Need need, params Rule[] rules) =>
        new(path, need, [new IsNumber(), .. rules]) { Decimals = ExactDecimals };
}
