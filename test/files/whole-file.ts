/** A file of schema 4.0 that has everything which the schema allows, every part with a value of its own. */

const xsd = "http://www.w3.org/2001/XMLSchema";

function parameter(element: string, name: string, type: string, inside = "", attributes = ""): string {
  return `<${element} ${attributes}><index>0</index><documentation>about ${name}</documentation><name>${name}</name><type>${type}</type><namespace>${xsd}</namespace>${inside}</${element}>`;
}

const LOG = "<logPredicate><start>began ${item:id}</start><completion>ended</completion></logPredicate>";

function mappings(name: string, ...queries: readonly (readonly [string, string])[]): string {
  const all = queries.map(
    ([query, to]) => `<mapping><expression query="${query}"/><mapsTo>${to}</mapsTo></mapping>`,
  );
  return `<${name}>${all.join("")}</${name}>`;
}

const RESOURCING = `<resourcing>
<offer initiator="system"><distributionSet>
<initialSet><participant>PA-1</participant><role>RO-1</role><role>RO-2</role><param><name>who</name><refers>participant</refers></param></initialSet>
<filters><filter><name>CapabilityFilter</name><params><param><key>Capability</key><value>drive</value></param></params></filter></filters>
<constraints><constraint><name>SeparationOfDuties</name><params><param><key>famTask</key><value>first</value></param></params></constraint></constraints>
</distributionSet><familiarParticipant taskID="first"/></offer>
<allocate initiator="system"><allocator><name>RandomChoice</name></allocator></allocate>
<start initiator="user"/>
<secondary><participant>PA-2</participant><role>RO-3</role><nonHumanResource>NH-1</nonHumanResource><nonHumanCategory subcategory="truck">NC-1</nonHumanCategory><nonHumanCategory>NC-2</nonHumanCategory></secondary>
<privileges><privilege><name>canSuspend</name><allowall>true</allowall></privilege><privilege><name>canSkip</name><set><participant>PA-1</participant><role>RO-1</role></set></privilege></privileges>
</resourcing>`;

const PORTS = `<join><port value="hidden"><flowSource id="start"/><flowSource id="maybe"/></port></join>
<nofi><minIncrease>1</minIncrease><maxDecrease>2</maxDecrease><thresIncrease>3</thresIncrease><creationMode>restrict</creationMode></nofi>
<rem value="blocked"/><split><port value="activated"><flowDestination id="many"/></port></split>`;

export const WHOLE_FILE = `<?xml version="1.0" encoding="UTF-8"?>
<specificationSet xmlns="http://www.yawlfoundation.org/yawlschema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" version="4.0">
<specification uri="whole">
<name>The whole</name>
<documentation>Everything that there is.</documentation>
<metaData><title>Whole title</title><creator>Ann</creator><creator>Bob</creator><subject>this</subject><subject>that</subject>
<description>A description</description><contributor>Cid</contributor><coverage>4.0</coverage>
<validFrom>2026-01-01</validFrom><validUntil>2027-01-01</validUntil><created>2025-12-31</created>
<version>0.7</version><status>draft</status><persistent>true</persistent><identifier>UID_1</identifier></metaData>
<xs:schema xmlns:xs="${xsd}"><xs:complexType name="Order"><xs:sequence><xs:element name="line" type="xs:string" maxOccurs="unbounded"/></xs:sequence></xs:complexType><xs:element name="note" type="xs:string"/></xs:schema>
<decomposition id="Main" isRootNet="true" xsi:type="NetFactsType">
<name>The net</name><documentation>about the net</documentation>
${parameter("inputParam", "amount", "double", `<initialValue>1.5</initialValue>${LOG}`, 'readOnly="true" label="Amount &amp; more"')}
${parameter("inputParam", "who", "string", "<mandatory/>")}
${parameter("outputParam", "result", "boolean", `<defaultValue>true</defaultValue><mandatory/><isCutThroughParam/>${LOG}`, 'optional="false"')}
${LOG}
<localVariable><index>0</index><name>orders</name><type>Order</type><initialValue>&lt;line&gt;a &amp;amp; b&lt;/line&gt;</initialValue></localVariable>
<localVariable><index>1</index><element>note</element></localVariable>
<localVariable hidden="yes"><index>2</index><name>free</name><isUntyped/></localVariable>
<localVariable><index>3</index><name>paper</name><type>YDocumentType</type></localVariable>
<localVariable><index>4</index><name>clock</name><type>YTimerType</type></localVariable>
<processControlElements>
<inputCondition id="start"><name>Start</name><documentation>about the start</documentation><flowsInto><nextElementRef id="first"/><documentation>about the first flow</documentation></flowsInto></inputCondition>
<task id="first"><name>First {/Main/amount}</name><documentation>about first</documentation>
<flowsInto><nextElementRef id="many"/><predicate ordering="0">/Main/amount &lt; 10 and /Main/who = "x"</predicate></flowsInto>
<flowsInto><nextElementRef id="maybe"/><isDefaultFlow/></flowsInto>
<join code="xor"/><split code="xor"/>
<defaultConfiguration>${PORTS}</defaultConfiguration><configuration>${PORTS}</configuration>
<removesTokens id="maybe"/><removesTokensFromFlow><flowSource id="first"/><flowDestination id="many"/></removesTokensFromFlow>
${mappings("startingMappings", ["/Main/amount", "sum"], ["/Main/amount ", "copy"])}
${mappings("completedMappings", ["&lt;result&gt;{/Work/done/text()}&lt;/result&gt;", "result"])}
${mappings("enablementMappings", ["/Main/who", "early"])}
<timer><trigger>OnExecuting</trigger><duration>P1DT2H</duration><workdays>true</workdays></timer>
${RESOURCING}
<customForm>http://forms/first.jsp</customForm><decomposesTo id="Work"/></task>
<task id="many" xsi:type="MultipleInstanceExternalTaskFactsType"><flowsInto><nextElementRef id="stop"/></flowsInto><join code="or"/><split code="and"/>
<timer><netparam>clock</netparam></timer><decomposesTo id="Sub"/>
<minimum>1</minimum><maximum>2147483647</maximum><threshold>/Main/amount</threshold><creationMode code="dynamic"/>
<miDataInput><expression query="/Main/orders"/><splittingExpression query="for $l in /orders/line return $l"/><formalInputParam>line</formalInputParam></miDataInput>
<miDataOutput><formalOutputExpression query="/Sub/line"/><outputJoiningExpression query="for $l in /orders/* return $l"/><resultAppliedToLocalVariable>orders</resultAppliedToLocalVariable></miDataOutput></task>
<task id="last"><flowsInto><nextElementRef id="stop"/></flowsInto><join code="and"/><split code="and"/><timer><trigger>OnEnabled</trigger><expiry>1767225600000</expiry></timer></task>
<condition id="maybe"><name>Maybe</name><documentation>about maybe</documentation><flowsInto><nextElementRef id="last"/></flowsInto></condition>
<outputCondition id="stop"><name>Stop</name><documentation>about the stop</documentation></outputCondition>
</processControlElements>
<externalDataGateway>Gateway</externalDataGateway>
</decomposition>
<decomposition id="Work" xsi:type="WebServiceGatewayFactsType" skipOutputValidation="true">
<name>The work</name><documentation>about the work</documentation>
${parameter("inputParam", "sum", "double")}${parameter("inputParam", "copy", "double")}
${parameter("outputParam", "done", "boolean")}
${LOG}
${parameter("enablementParam", "early", "string", LOG)}
<yawlService id="http://service/ib"><documentation>about the service</documentation><wsdlLocation>http://service/x.wsdl</wsdlLocation><operationName>quote</operationName></yawlService>
<codelet>ExampleCodelet</codelet><externalInteraction>automated</externalInteraction></decomposition>
<decomposition id="Sub" xsi:type="NetFactsType">
<inputParam><index>0</index><name>line</name><type>string</type></inputParam><outputParam><index>0</index><name>line</name><type>string</type></outputParam>
<processControlElements><inputCondition id="in"><flowsInto><nextElementRef id="only"/></flowsInto></inputCondition>
<task id="only"><flowsInto><nextElementRef id="out"/></flowsInto><join code="xor"/><split code="and"/></task><outputCondition id="out"/></processControlElements></decomposition>
<importedNet>http://nets/other</importedNet>
</specification>
<layout><locale language="en" country="AU"/><specification id="whole"><size w="10" h="10"/><net id="Main" bgColor="-1"><bounds x="0" y="0" w="10" h="10"/>
<vertex id="start"><attributes><bounds x="10.5" y="1,020.0" w="32" h="32.0"/></attributes></vertex>
<container id="first"><vertex><iconpath>/i.png</iconpath><attributes><bounds x="100,5" y="20" w="32" h="32"/></attributes><notes>n</notes></vertex><label><attributes><bounds x="1" y="2" w="3" h="4"/></attributes></label></container>
<flow source="start" target="first"><ports in="1" out="2"/><attributes><lineStyle>11</lineStyle><points><value x="1" y="2"/><value x="3.5" y="4"/><value x="5" y="6"/></points></attributes></flow>
</net></specification></layout>
</specificationSet>
`;
